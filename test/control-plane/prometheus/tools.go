//go:build tools

// Package prometheus pins promtool, with which the tests check the alerts.
package prometheus

import _ "github.com/prometheus/prometheus/cmd/promtool"
