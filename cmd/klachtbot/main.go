// Command klachtbot runs an office's complaints procedure in Slack.
package main

func main() {}
