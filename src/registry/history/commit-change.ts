/** A commit of a history as people are told of it. */
export interface HistoryCommit {
  /** Its id in full. */
  readonly id: string;
  /** Where it stands in the history, parents before children. */
  readonly order: number;
  /** It has more than one parent. */
  readonly merge: boolean;
  /** When it was made; epoch milliseconds. */
  readonly time: number;
  readonly author: string;
  readonly subject: string;
}

/** What a commit did to a file, compared with one of its parents; a merge may say several things of one file. */
export interface CommitChange {
  readonly commit: HistoryCommit;
  /** From the repository's top. */
  readonly path: string;
  /** The blob that the commit has there; absent where it has none any more. */
  readonly blob?: string;
  /** The parent had nothing there. */
  readonly added: boolean;
}
