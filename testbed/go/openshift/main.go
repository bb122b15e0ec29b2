// A kube-apiserver that has OpenShift's admission plug-in for security context constraints, as OpenShift's own API server
// has it. Without --enable-admission-plugins=security.openshift.io/SecurityContextConstraint it is the plain one.
package main

import (
	"fmt"
	"os"
	_ "time/tzdata"

	"github.com/spf13/pflag"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/client-go/rest"
	"k8s.io/component-base/cli/globalflag"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	server := options.NewServerRunOptions()
	addConstraints(server.Admission.GenericAdmission)
	const name = "kube-apiserver"
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	sets := server.Flags()
	globalflag.AddGlobalFlags(sets.FlagSet("global"), name)
	options.AddCustomGlobalFlags(sets.FlagSet("generic"))
	for _, set := range sets.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if err := server.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	stop := genericapiserver.SetupSignalContext()
	completed, err := server.Complete(stop)
	if err != nil {
		return err
	}
	if problems := completed.Validate(); len(problems) > 0 {
		return fmt.Errorf("the flags do not fit: %v", problems)
	}
	return app.Run(stop, completed)
}
