export default (output, { vars }) => output === vars.text;
