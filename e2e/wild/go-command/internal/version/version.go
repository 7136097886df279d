package version

const Number = "1"
