/** Loaded before all tests: what they expect of the command line is English, whatever the user's language is. */
process.env["LC_ALL"] = "C.UTF-8";
