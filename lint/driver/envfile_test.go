package driver

import (
	"slices"
	"testing"

	"github.com/regionlint/regionlint/lint/discover"
)

func TestEnvFiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, text string
		want             []string
	}{
		{"compose scalar", "docker-compose.yml", "services:\n  a:\n    env_file: .env.api # ours\n", []string{".env.api docker compose"}},
		{
			"compose lists", "deploy/compose.prod.yaml", "services:\n  a:\n    env_file:\n      - a.env\n      # b\n      - path: \"./b.env\"\n        required: false\n    ports:\n      - 80:80\n  b:\n    env_file: [c.env, 'd.env']\n",
			[]string{"a.env docker compose", "./b.env docker compose", "c.env docker compose", "d.env docker compose"},
		},
		{"compose reference", "compose.yml", "services:\n  a:\n    image: x:${TAG_NAME}\n", []string{".env docker compose [TAG_NAME]"}},
		{"no compose file", "values.yml", "env_file: .env\n", nil},
		{"docker run", "run.sh", "docker run -it \\\n  --env-file=\"./prod.env\" app\n# docker run --env-file no.env\n", []string{"./prod.env docker run --env-file"}},
		{"docker compose", "Makefile", "up:\n\tdocker compose --env-file .env.prod up\n\tdocker-compose --env-file x.env up\n", []string{".env.prod docker compose", "x.env docker compose"}},
		{
			"package.json", "package.json", `{"scripts": {"a": "node --env-file=.env x.js", "b": "tsx --env-file-if-exists .env.local y.ts"}}`,
			[]string{".env node --env-file", ".env.local node --env-file"},
		},
		{"python", "Procfile", "web: uvicorn app:app --env-file .env\n", []string{".env python-dotenv"}},
		{"shell", "run.sh", "set -a; source .env; set +a\n. ./b.env\n[ -f .env ] && . .env\n", []string{".env bash", "./b.env bash", ".env bash"}},
		{"others", "run.sh", "foo --env-file .env\nsource ~/.bashrc\nsource venv/bin/activate\npython -m venv .\n", []string{"venv/bin/activate bash"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range envFiles(test.file, []byte(test.text)) {
				line := f.Name + " " + f.Reader.String()
				for _, name := range f.Names {
					line += " [" + name + "]"
				}
				got = append(got, line)
				if f.By != test.file || f.Beside != (discover.IsCompose(test.file) || test.file == "package.json") {
					t.Errorf("it is said by %q, beside it: %t", f.By, f.Beside)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
