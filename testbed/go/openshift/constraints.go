package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/openshift/apiserver-library-go/pkg/securitycontextconstraints/sccadmission"
	security "github.com/openshift/client-go/security/clientset/versioned"
	informers "github.com/openshift/client-go/security/informers/externalversions"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/initializer"
	"k8s.io/apiserver/pkg/server/options"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// OpenShift has its plug-ins just before this one.
const next = "MutatingAdmissionWebhook"

// addConstraints makes OpenShift's plug-in known to the server, off unless a flag turns it on.
func addConstraints(to *options.AdmissionOptions) {
	name := sccadmission.PluginName
	to.Plugins.Register(name, func(io.Reader) (admission.Interface, error) {
		return constraints{sccadmission.NewConstraint()}, nil
	})
	to.DefaultOffPlugins.Insert(name)
	at := slices.Index(to.RecommendedPluginOrder, next)
	to.RecommendedPluginOrder = slices.Insert(slices.Clone(to.RecommendedPluginOrder), at, name)
}

// constraint is what OpenShift's plug-in can do; its type has no public name.
type constraint interface {
	admission.MutationInterface
	admission.ValidationInterface
	initializer.WantsAuthorizer
	initializer.WantsExternalKubeInformerFactory
	sccadmission.WantsSecurityInformer
}

// constraints is OpenShift's plug-in, which gets the constraints from the server that it is a part of.
type constraints struct{ constraint }

// SetExternalKubeClientSet takes over the connection that the server has to itself.
func (c constraints) SetExternalKubeClientSet(client kubernetes.Interface) {
	own, ok := client.Discovery().RESTClient().(*rest.RESTClient)
	if !ok {
		panic(fmt.Sprintf("no connection of the API server to itself: %T", client))
	}
	url := own.Get().URL()
	config := &rest.Config{Host: url.Scheme + "://" + url.Host}
	constraintsClient, err := security.NewForConfigAndClient(config, own.Client)
	if err != nil {
		panic(err)
	}
	factory := informers.NewSharedInformerFactory(constraintsClient, 0)
	c.SetSecurityInformers(factory.Security().V1().SecurityContextConstraints())
	factory.Start(context.Background().Done())
}
