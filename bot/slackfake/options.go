package slackfake

import "time"

// App is how the app is configured at Slack: what its manifest would say.
type App struct {
	// Name is what people see; "App" when empty.
	Name string
	// Scopes of the bot token. A call that needs another one gets missing_scope.
	Scopes []string
	// Commands are slash commands with their slash, such as "/order".
	Commands []string
	// Shortcuts maps callback_id to the name people see.
	Shortcuts map[string]string
	// Events are the bot events the app subscribes to; others are not delivered.
	Events []string
	// HomeTab and MessagesTab are the two switches of App Home. Without the
	// messages tab nobody can be sent a direct message (messages_tab_disabled).
	HomeTab, MessagesTab bool
	// MessagesTabReadOnly keeps people from typing to the app.
	MessagesTabReadOnly bool
	// SocketMode chooses the transport; with it on, HTTP gets nothing.
	SocketMode bool
	// RequestURL is the base of the app's own URLs in HTTP mode, ending in a
	// slash; "commands", "interactions" and "events" are appended. It may be
	// set later with [Workspace.SetRequestURL].
	RequestURL string
}

// Options configure a workspace. Zero durations mean the default.
type Options struct {
	App App
	// AckTimeout is how long the app may take to acknowledge; 3 s.
	AckTimeout time.Duration
	// TriggerLife is how long a trigger_id lives; 3 s.
	TriggerLife time.Duration
	// RetryDelay separates redeliveries of an event that was not acknowledged.
	// Slack waits about 0 s, 1 min and 5 min; here it is 200 ms, so that tests
	// need not wait.
	RetryDelay time.Duration
	// PingInterval of a socket; 5 s.
	PingInterval time.Duration
	// TranscriptSize bounds [Workspace.Transcript]; 2000.
	TranscriptSize int
	// Now is real time; time.Now.
	Now func() time.Time
	// Posted is what the timestamps of messages say, for a workspace whose past
	// is played in a moment; default Now. Timestamps never go back.
	Posted func() time.Time
	// Log gets one line per exchange, without content, and every violation; nil
	// for silence. It is called with the lock held: it must not call the
	// workspace or its people.
	Log func(format string, a ...any)
}

func (o *Options) defaults() {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&o.AckTimeout, 3*time.Second)
	def(&o.TriggerLife, 3*time.Second)
	def(&o.RetryDelay, 200*time.Millisecond)
	def(&o.PingInterval, 5*time.Second)
	if o.TranscriptSize <= 0 {
		o.TranscriptSize = 2000
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Posted == nil {
		o.Posted = o.Now
	}
	if o.App.Name == "" {
		o.App.Name = "App"
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
}

// Profile is a user as the workspace knows them.
type Profile struct {
	// ID is drawn when empty.
	ID string
	// Name is the handle, RealName the name people see.
	Name, RealName string
	Bot, Deleted   bool
	// Restricted is any guest, UltraRestricted a single-channel guest (who is
	// also Restricted).
	Restricted, UltraRestricted bool
	// Stranger is someone of another workspace who shares no channel.
	Stranger bool
	// TeamID other than the workspace's own means Slack Connect.
	TeamID string
	// CommandsAllowed lets a guest use slash commands and shortcuts: the admin
	// setting "Multi-channel guests may use app slash commands and shortcuts".
	// Members may always, people of another workspace never.
	CommandsAllowed bool
}

// ChannelSpec describes a channel to create. The app is a member only when
// its user id is among Members or it is invited later.
type ChannelSpec struct {
	ID, Name                    string
	Private                     bool
	ExtShared, PendingExtShared bool
	Archived                    bool
	Members                     []string
}
