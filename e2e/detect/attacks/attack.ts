/** Something made to hurt a detector, through the command line. */
export interface Attack {
  readonly id: string;
  /** Writes it into the folder, which is empty, and gives the arguments of `holdfast`. */
  build(folder: string): readonly string[];
  readonly exit: number;
  /** In what it says: the place, and what is wrong. */
  readonly says?: RegExp;
  /** On standard output. */
  readonly prints?: RegExp;
  /** Peak memory where it may be other than that of the others. */
  readonly megabytes?: number;
}
