package dialect

import "testing"

func TestRespell(t *testing.T) {
	t.Parallel()
	node, python := []Reader{NodeDotenv, PythonDotenv}, []Reader{NodeDotenv, Decouple}
	tests := []struct {
		name, text string
		among      []Reader
		want       string // "" for none
	}{
		{"as it is", `export K = "us-east-1"  # c`, node, `export K = "us-east-1"  # c`},
		{"comment", "K=us-east-1#c", node, "K=us-east-1 #c"},
		{"comment above", "K='us-east-1' # c", python, "# c\nK='us-east-1'"},
		{"export", "export K=us-east-1", python, "K=us-east-1"},
		{"colon", "K: 'us-east-1' # c", []Reader{NodeDotenv, NodeEnvFile}, "K='us-east-1' # c"},
		{"all", "export K = `us-east-1` # c", All(), "# c\nK=us-east-1"},
		{"quotes", `K="us-east-1"`, []Reader{NodeDotenv, Docker}, "K=us-east-1"},
		{"reference", `K="${A:-us-east-1}" # c`, []Reader{NodeDotenv, Next}, `K="us-east-1" # c`},
		{"plain reference", "K=$A", []Reader{NodeDotenv, Next}, "K=us-east-1"},
		{"junk", "K='us-east-1'x", node, ""},
		{"junk in front", "K=x-us-east-1", node, ""},
		{"reference that does not end", "K=${A:-us-east-1", node, ""},
		{"another name", "L=us-east-1", node, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, ok := Respell(test.text, "K", "us-east-1", "\n", test.among)
			if got != test.want || ok != (test.want != "") {
				t.Errorf("%q, %t, want %q", got, ok, test.want)
			}
		})
	}
	if got, ok := Respell("K=us-east-1 # c", "K", "us-east-1", "\r\n", python); got != "# c\r\nK=us-east-1" || !ok {
		t.Errorf("with CRLF: %q, %t", got, ok)
	}
	if _, ok := Respell("K=us-east-1", "K", "us-east-1", "\r\n", All()); ok {
		t.Error("a shell does not keep the carriage return")
	}
}
