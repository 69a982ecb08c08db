// Package rules holds the rules, one file for each.
package rules

import "github.com/regionlint/regionlint/lint"

//go:generate go test . -run ^TestPages$ -update

// All returns every rule, sorted by name.
func All() []*lint.Rule {
	return []*lint.Rule{
		disallowedRegion,
		dotenvConflict,
		dotenvDialect,
		envDefaultConflict,
		envNameMismatch,
		envNotPublic,
		envUndefined,
		envUnused,
		hardcodedRegion,
		malformedRegion,
		modelGeographyMismatch,
		partitionMismatch,
		regionMissing,
		regionSpread,
		resourceRegionMismatch,
		sdkEnvConflict,
		sdkEnvIgnored,
		serviceRegionConflict,
		serviceUnavailable,
		singleRegionService,
		staleComment,
		unknownRegion,
		unusedSuppression,
		zoneAsRegion,
	}
}
