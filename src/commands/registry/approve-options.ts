/** Of `mlx prompt approve` and `mlx model approve`. */
export interface ApproveOptions {
  readonly reject: boolean;
  readonly message?: string;
  readonly dryRun: boolean;
}
