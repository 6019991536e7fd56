module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    printWidth: 88,
    tabWidth: 4,
    bracketSpacing: false,
    // Spaces inside a field or a mail template are part of its text.
    xmlWhitespaceSensitivity: "preserve",
};
