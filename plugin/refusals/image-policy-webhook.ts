import { forbidden, type Recogniser } from "./refusal.ts";

const denial = new RegExp(
  String.raw`${forbidden}(image policy webhook backend denied one or more images: [\s\S]*)$`,
);

/** The API server's own ImagePolicyWebhook plug-in, which judges images; its text is free. */
export const imagePolicyWebhook: Recogniser = ({ message }) => {
  const text = denial.exec(message)?.[1];
  return text === undefined ? undefined : { engine: "image-policy-webhook", violations: [{ says: text }] };
};
