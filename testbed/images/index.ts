export { buildImages, type Images } from "./build-images.ts";
