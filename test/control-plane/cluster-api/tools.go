//go:build tools

// Package clusterapi pins the core manager of Cluster API that the tests run against.
package clusterapi

import _ "sigs.k8s.io/cluster-api"
