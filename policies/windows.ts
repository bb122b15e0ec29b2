/**
 * CEL that is true for a pod that says that it runs on Windows. The API server permits such a pod none of the fields by
 * which Linux confines its containers, so Pod Security `restricted` does not ask for them (Kubernetes 1.25 and later).
 */
export const saysWindows = '(has(object.spec.os) && object.spec.os.name == "windows")';
