/** Most rubrics of a judge that are told one by one: more are rubrics that are filled in with each case's values. */
export const mostRubrics = 20;

/** Stands for the rubrics of a judge that has more than these. */
export const manyRubrics = "*";
