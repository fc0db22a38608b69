/** Cases that evidence keeps at most; of more none are kept, so that it stays a small file. */
export const mostKeptOutcomes = 5000;
