/** Words of API servers', engines' and our own messages that the catalogue does not have; they name nothing at a site. */
export const plainWords: ReadonlySet<string> = new Set(
  `
  a about above access account accounts action actions add added address adjust admin administrator admission admit
  admitted affinity after again against ago all allow allowed allows alone already also always among an and another answer any
  anyone anyuid api apis apiserver app apparmor appears application applied applies apply approved are as asked assigned at attempt
  attempted audit authentication authority authorization autogen available bad base baseline be because been before begin being
  beginning below beside between beyond bind binding bindings block blocked blocks body both bound but by ca call called calling calls can
  cannot capabilities capability cause certificate change changed check checked checks class client closed cluster
  clusterrole clusters code com command complete completed compliant component condition conditions config configmap
  configmaps configuration configured conflict connect connected connection constraint constraints contact
  container containers content context contexts controller controllers could count cpu create created creating cronjob
  cronjobs csi current cut daemonset daemonsets data day days deadline decided decoding default defined delete deleted denied denies deny
  deployment deployments describe described description details determine dial did different digest directory disabled disallowed
  discovery dns do does domain done dropped dry dry-run due during dvs each edit either else empty enable enabled end ended endpoint
  endpoints enforce enforced enforcement engine entry env environment eof ephemeral error errors escalation evaluate evaluated
  evaluating event events every everyone everything exact exceeded except exception exclude excluded excludednamespaces excluderesourcerules excluding
  exempt exempted exempts exist existing exists exit expected expired expression expressions external fail failed failing fails failure
  failurepolicy fault feature fetch field fields file files filter first fixed following for forbidden form format found from fs full further gate
  gatekeeper gateway get given global got grant granted group groups had handled handshake has have header health healthy
  host hosts hours how http https id identity if ignore ignored image images impersonate impersonation in inclusion
  included inconclusive info init inside instead int int32 int64 integer interface internal into invalid ip is issue issuer issues it item items its
  job jobs json keep key keys kind kinds knative known kubelet kubernetes kubewarden kube kyverno label labels last later latest least left less
  let level levels lib limit limited limitrange limits line link list listed lists load local localhost log logs long longer look lookup loopback made main make
  managed many map match matchconditions matched matches matching max maximum may means member memory message messages met metadata method min minimum minutes
  missing mode more most mount mounts must mutate mutated mutating mutatingwebhookconfigurations mutation my n name named
  names namespace namespaced namespaces namespaceselector neither net network networking neuvector never new newer next no node nodes none nonroot
  nonroot-v2 nor not nothing notin now null number object objects occurred occurs of off offered old older on once one only
  open operation operations operator operators or order org other others otherwise our out over overlay own owner p
  page parameter parameters params parse parsed part patch path paths pattern peer pending per permission permissions permit permitted
  persistent persistentvolumeclaim pid placed plugin plugins pod pods podsecurity podsecuritypolicy podoverlay policies policy policyexception policyexceptions policybinding port ports possible post prefix present
  prevent previous priority priorityclass priorityclasses privilege privileged probe probes process profile profiles provide provided provider proxy
  public pull push put query quota quotas range ranges rate rather reach reached read read-only ready reason receive received record
  refers refuse refused refuses registries registry relabel remote remove removed replace replaced replicaset replicasets reply request requested requests
  require required requires reset resource resourcefilters resourcequota resourcequotas resources response restricted restricted-v2 restricted-v3 restriction restrictions result resulted results
  retry right rights role rolebinding roles root rule rules run running runs runtime s said same say says scc schema scope
  sebaseline second seconds secret secrets security see seen selector selectors self sent serve server servers service serviceaccount
  serviceaccounts services set setting settings setup several shall should show side sidecar since single site size skip so some something source spec
  specific specified specify standard start started state stated statefulset statefulsets status step still stop stopped storage
  storageclass storageclasses strict string strings style sub subject subjects subresource subresources substitution success such suite support supported syntax system
  tag tags take target tcp team template templates tenant tenants terminated test text than that the their them then there these they this those
  three through time timed timeout times tls to token too tool total tried true try two type types udp unable unauthorized undefined unconfined under unexpected
  unhealthy unique unknown unless unmasked unset until unsupported update updated upgrade upstream url usable use used user username users uses using v valid
  validate validated validating validatingadmissionpolicies validatingadmissionpolicy validatingadmissionpolicybinding validatingadmissionpolicybindings validatingwebhookconfigurations validation validate-policy value values variable
  variables vendor verb verify version versions via view violate violated violates violating violation violations volume volumes wait waiting want
  warn warning warnings was way we webhook webhooks were what when where whether which while who whole why will with within
  without word words work workload workloads would write written wrong x yaml yes yet you your zero zone
  audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search fowner fsetid ipc_lock
  ipc_owner kill lease linux_immutable mac_admin mac_override mknod net_admin net_bind_service net_broadcast net_raw perfmon setfcap
  setgid setpcap setuid sys_admin sys_boot sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time
  sys_tty_config syslog wake_alarm container_t container_init_t container_kvm_t container_engine_t spc_t unconfined_t user_t
  podspec admitlabel finegrained i.e e.g http/1.1 non pre re co built well so-called and/or ci cd psp vap cel json/yaml
  x86_64 sha256 x509 base64 utf8 utf-8 int8 int16 uint32 uint64 float64 ipv4 ipv6 http2 oauth2 arm64 amd64 s390x ppc64le k8s k3s rke2 e2e v1 v1beta1 v1alpha1
  hostmount-anyuid hostaccess hostnetwork hostnetwork-v2 machine-api-termination-handler privileged-genevalogging anyuid-v2
  allowhostdirvolumeplugin sonobuoy systemd-logs mayrunas mustrunas mustrunasnonroot runasany windowsoptions forbiddensysctls allowedunsafesysctls ist sind nicht und oder der die das ein eine wurde wird
  `
    .trim()
    .split(/\s+/),
);
