package source

// Language is what a file is written in, as far as the choice of grammar goes.
type Language uint8

// The languages. JavaScript is read as TypeScript.
const (
	Python Language = iota + 1
	TypeScript
	Dotenv
)

// String returns the language's name.
func (l Language) String() string {
	switch l {
	case Python:
		return "Python"
	case TypeScript:
		return "TypeScript"
	case Dotenv:
		return "dotenv"
	}
	return "unknown language"
}
