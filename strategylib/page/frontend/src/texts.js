// What the server tells the page: where it is served and the texts of its language.
export const config = JSON.parse(document.getElementById("sv-config").textContent);
export const words = config.words;
