/** A manifest of an invented application that breaks some policies, and one that keeps to all of them. */
export const complies = `apiVersion: v1
kind: Pod
metadata:
  name: fine
spec:
  securityContext:
    runAsNonRoot: true
    runAsGroup: 100000
  containers:
    - name: web
      image: registry.example/web:1.0.0
      resources:
        requests: {cpu: 100m, memory: 64Mi}
        limits: {memory: 64Mi}
      securityContext:
        readOnlyRootFilesystem: true
      livenessProbe: {httpGet: {path: /livez, port: 8080}}
      readinessProbe: {httpGet: {path: /readyz, port: 8080}}
`;

/** Two findings: a privileged container in line 16, whose root file system can be written. */
export const violates: string = complies.replace("readOnlyRootFilesystem: true", "privileged: true");
