package aws

// ProfileArgs returns the arguments in which libraries take the name of a profile
// of the shared configuration, which has a region of its own as a rule. The slice
// is the caller's.
func ProfileArgs(eco Ecosystem) []Arg {
	if eco == JavaScript {
		return []Arg{{Pos: 0, Name: "profile"}}
	}
	return args(kw("profile_name"), kw("credentials_profile_name"), kw("aws_profile_name"), kw("aws_profile"))
}
