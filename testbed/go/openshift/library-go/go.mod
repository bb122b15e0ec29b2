// Stands in for a module that is not offered: the one package of it that security context constraints need.
module github.com/openshift/library-go

go 1.24.0
