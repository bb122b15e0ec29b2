import type { Recogniser } from "./refusal.ts";

/** The API server's own ImagePolicyWebhook plug-in, which judges images; its text is free. */
export const imagePolicyWebhook: Recogniser = ({ message }) => {
  const text = /is forbidden: (image policy webhook backend denied one or more images: [\s\S]*)$/.exec(
    message,
  )?.[1];
  return text === undefined ? undefined : { engine: "image-policy-webhook", violations: [{ says: text }] };
};
