/** How `mlx doctor` tells what it found. */
export const doctorFormats = ["human", "json", "markdown"] as const;
export type DoctorFormat = (typeof doctorFormats)[number];
