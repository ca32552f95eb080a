/** What came back over HTTP, whatever its status. */
export interface Reply {
  status: number;
  /** Value of a header, by its lower-case name. */
  header(name: string): string | undefined;
  body: string;
}
