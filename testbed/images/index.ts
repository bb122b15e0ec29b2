export { buildImages, type Image, type Images } from "./build-images.ts";
