// html-validate for the pages as they are served. A rule is switched off or set only with its reason beside it.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    // A set of checkboxes has one name: ?price=free&price=low is how a form without script says "either".
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
    // The title is the provider's own name of the service, then the portal's: nobody shortens it by count.
    "long-title": "off",
    // How the generated source looks; templates are formatted by their own tool, and nobody is served the spaces:
    // pages are compressed.
    "no-trailing-whitespace": "off",
  },
};
