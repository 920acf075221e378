//go:build tools

// Package clusterapiaws pins the AWS provider's manager of Cluster API (CAPA) that the tests run against.
package clusterapiaws

import _ "sigs.k8s.io/cluster-api-provider-aws/v2"
