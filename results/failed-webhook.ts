/**
 * What an API server says of a webhook that it could not call, which may also have answered too late or with nonsense;
 * the group is its name, which is a domain name (`ErrCallingWebhook` in `k8s.io/apiserver/pkg/util/webhook`).
 */
export const failedWebhook: RegExp = /^Internal error occurred: failed calling webhook "([a-z0-9.-]{1,253})"/;
