module github.com/newcaremodels/newcaremodels/examples/schema

go 1.26.0

require (
	github.com/newcaremodels/newcaremodels v0.0.0
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/stretchr/testify v1.12.1
	golang.org/x/text v0.14.0
)

require (
	github.com/google/uuid v1.6.0 // indirect
	github.com/shopspring/decimal v1.6.0
	go.yaml.in/yaml/v3 v3.0.5 // indirect
)

replace github.com/newcaremodels/newcaremodels => ../..
