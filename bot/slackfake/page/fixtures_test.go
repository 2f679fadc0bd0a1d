package page

import "strings"

const orderJSON = `{"type":"modal","callback_id":"order","title":{"type":"plain_text","text":"Lunch bestellen"},
"submit":{"type":"plain_text","text":"Bestellen"},"close":{"type":"plain_text","text":"Annuleren"},
"blocks":[
{"type":"section","block_id":"order.intro","text":{"type":"mrkdwn","text":"Bestel *voor elf uur*. Twijfel je? Kijk op de kaart."},
 "accessory":{"type":"button","action_id":"order.menu","text":{"type":"plain_text","text":"Kaart"}}},
{"type":"input","block_id":"order.what","label":{"type":"plain_text","text":"Wat wil je eten?"},"hint":{"type":"plain_text","text":"Zo precies mogelijk."},
 "element":{"type":"plain_text_input","action_id":"order.what","multiline":true,"max_length":60}},
{"type":"input","block_id":"order.size","dispatch_action":true,"label":{"type":"plain_text","text":"Hoe groot?"},
 "element":{"type":"radio_buttons","action_id":"order.size","options":[
  {"text":{"type":"plain_text","text":"Klein"},"value":"s"},{"text":{"type":"plain_text","text":"Groot"},"value":"l"}]}},
"more"
{"type":"input","block_id":"order.day","optional":true,"label":{"type":"plain_text","text":"Wanneer?"},
 "element":{"type":"datepicker","action_id":"order.day","initial_date":"2026-11-23"}},
{"type":"input","block_id":"order.how","optional":true,"label":{"type":"plain_text","text":"Hoe krijg je het?"},
 "element":{"type":"static_select","action_id":"order.how","options":[
  {"text":{"type":"plain_text","text":"Ophalen"},"value":"get"},{"text":{"type":"plain_text","text":"Bezorgen"},"value":"bring"}]}},
{"type":"input","block_id":"order.with","optional":true,"label":{"type":"plain_text","text":"Met wie?"},"hint":{"type":"plain_text","text":"Zij krijgen bericht."},
 "element":{"type":"multi_users_select","action_id":"order.with","placeholder":{"type":"plain_text","text":"Kies collega's"}}},
{"type":"input","block_id":"order.no","optional":true,"label":{"type":"plain_text","text":"Dieet"},
 "element":{"type":"checkboxes","action_id":"order.no","options":[
  {"text":{"type":"plain_text","text":"Geen noten"},"value":"nuts"},
  {"text":{"type":"plain_text","text":"Vegetarisch"},"description":{"type":"plain_text","text":"ook geen vis"},"value":"veg"}]}}
]}`

// extra is what the form grows when a size is chosen.
var extra = map[string]string{
	"": "",
	"s": `{"type":"input","block_id":"order.why","optional":true,"label":{"type":"plain_text","text":"Waarom zo weinig?"},
 "element":{"type":"plain_text_input","action_id":"order.why"}},`,
	"l": `{"type":"input","block_id":"order.share","optional":true,"label":{"type":"plain_text","text":"Deel je het?"},
 "element":{"type":"plain_text_input","action_id":"order.share"}},`,
}

const menuJSON = `{"type":"modal","callback_id":"menu","title":{"type":"plain_text","text":"De kaart"},"close":{"type":"plain_text","text":"Sluiten"},
"blocks":[{"type":"header","text":{"type":"plain_text","text":"Vandaag"}},
{"type":"section","text":{"type":"mrkdwn","text":"Kies uit:\n• soep\n• brood met _kaas_\n• salade"}},{"type":"divider"},
{"type":"context","elements":[{"type":"mrkdwn","text":"De kaart wisselt elke dag."}]}]}`

const cardJSON = `[{"type":"section","text":{"type":"plain_text","text":"what"}},
{"type":"context","elements":[{"type":"mrkdwn","text":"Status: besteld · uiterlijk *elf uur*"}]},
{"type":"actions","block_id":"card","elements":[
 {"type":"button","action_id":"card.show","style":"primary","value":"7","text":{"type":"plain_text","text":"Bekijken"},"accessibility_label":"Bekijk bestelling 7"},
 {"type":"button","action_id":"card.cancel","style":"danger","value":"7","text":{"type":"plain_text","text":"Intrekken"},
  "confirm":{"title":{"type":"plain_text","text":"Bestelling intrekken?"},"text":{"type":"plain_text","text":"De kok gooit dan alles weg."},
   "confirm":{"type":"plain_text","text":"Intrekken"},"deny":{"type":"plain_text","text":"Laat staan"},"style":"danger"}},
 {"type":"overflow","action_id":"card.more","options":[{"text":{"type":"plain_text","text":"Nog eens"},"value":"again"},{"text":{"type":"plain_text","text":"Delen"},"value":"share"}]}]}]`

const homeJSON = `{"type":"home","blocks":[
{"type":"header","text":{"type":"plain_text","text":"Lunch"}},
{"type":"actions","block_id":"home","elements":[
 {"type":"button","action_id":"home.order","style":"primary","text":{"type":"plain_text","text":"Lunch bestellen"}},
 {"type":"static_select","action_id":"home.sort","placeholder":{"type":"plain_text","text":"Sorteer"},"options":[
  {"text":{"type":"plain_text","text":"Op naam"},"value":"name"},{"text":{"type":"plain_text","text":"Op tijd"},"value":"time"}]}]},
{"type":"header","text":{"type":"plain_text","text":"Besteld"}},
{"type":"section","text":{"type":"mrkdwn","text":"*L-2026-0007* · soep · uiterlijk 18 december 2026"},
 "accessory":{"type":"button","action_id":"home.open","value":"7","text":{"type":"plain_text","text":"Openen"}}},
{"type":"section","fields":[{"type":"mrkdwn","text":"*Kok*\nGita Smit"},{"type":"mrkdwn","text":"*Prijs*\n€ 4,50"}]}]}`

// everyBlock has the blocks that the other fixtures lack.
var everyBlock = strings.ReplaceAll(`[
{"type":"markdown","text":"# Kop\n- een\n- **twee** [site](https://example.org/a?b=1&c=2) [kwaad](javascript:alert(1))"},
{"type":"rich_text","elements":[
 {"type":"rich_text_section","elements":[{"type":"text","text":"vet","style":{"bold":true}},{"type":"user","user_id":"U0BOB"},{"type":"link","url":"javascript:alert(3)","text":"klik"},{"type":"emoji","name":"tea","unicode":"1f375"}]},
 {"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"punt"}]}]},
 {"type":"rich_text_quote","elements":[{"type":"text","text":"citaat"}]},
 {"type":"rich_text_preformatted","elements":[{"type":"text","text":"code"}]}]},
{"type":"image","image_url":"https://example.org/x.png","alt_text":"Een bord soep","title":{"type":"plain_text","text":"Soep"}},
{"type":"data_table","caption":"Per dag","rows":[[{"type":"raw_text","text":"Dag"},{"type":"raw_text","text":"Aantal"}],[{"type":"raw_text","text":"ma"},{"type":"raw_number","value":12,"text":"12"}]]},
{"type":"data_visualization","title":"Soorten","chart":{"type":"pie","segments":[{"label":"Soep","value":3},{"label":"Brood","value":2}]}}
]`, "\n", "")
