/** JSON outside of this project is compiled into a build; its shape is checked where it is used. */
declare module '*.json' {
  const content: unknown;
  // biome-ignore lint/style/noDefaultExport: this is how JSON modules export
  export default content;
}
