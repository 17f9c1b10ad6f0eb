// The widgets' manager cleans descriptions with `sanitize-html`, a parser of its own; DOMPurify asks the browser's.
import DOMPurify from "dompurify";

export default (html, { allowedTags, allowedAttributes }) =>
  DOMPurify.sanitize(html, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: Object.values(allowedAttributes).flat().filter((name) => name !== "aria-*"),
    ALLOW_ARIA_ATTR: true,
    ALLOW_DATA_ATTR: false,
  });
