// html-validate for the pages as they are served. A rule is switched off or set only with its reason beside it.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {},
};
