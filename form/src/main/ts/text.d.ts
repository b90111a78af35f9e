/** A text file, which esbuild puts into the script. */
declare module '*.txt' {
  const text: string;
  export default text;
}
