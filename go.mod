module github.com/regionlint/regionlint

go 1.25.0

require (
	github.com/joho/godotenv v1.5.1 // indirect
	github.com/smacker/go-tree-sitter v0.0.0-20240827094217-dd81d9e9be82 // indirect
)
