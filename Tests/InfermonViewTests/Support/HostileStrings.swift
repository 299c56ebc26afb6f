/// Texts that have broken terminals, or could.
enum HostileStrings {
    static let all: [String] = sequences + controls + invisible + floods

    private static let sequences: [String] = {
        let bodies = [
            "[2J", "[31m", "[6n", "[?1049h", "[?1000h", "[5i", "[c", "[>c", "[200~", "[201~", "[99999;99999H", "c",
            "#8",
            "]0;title", "]2;title", "]4;1;rgb:00/00/00", "]8;;http://x", "]9;note", "]52;c;aGk=", "]99;i=1;x",
            "]777;notify;a;b", "]1337;File=inline=1:AA==", "P$q\"p", "_apc", "^pm", "Xsos", "%G", "(0", "N", "O", "Z",
            "7", "8",
            "[!p", "[1;1r", "[4l", "[20h", "[21t", "[0q", "[=5u",
        ]
        let ends = ["", "\u{07}", "\u{1B}\\", "\u{9C}"]
        return bodies.flatMap { body in ends.map { "a\u{1B}\(body)\($0)b" } }
            + [
                "\u{9B}2J", "\u{9D}0;x\u{9C}", "\u{90}q\u{9C}", "\u{9F}x\u{9C}", "\u{9E}x\u{9C}", "\u{98}x\u{9C}",
                "ends in \u{1B}",
            ]
    }()

    private static let controls: [String] =
        (0...0x1F).compactMap { Unicode.Scalar($0).map { "x\(Character($0))y" } }
        + (0x7F...0x9F).compactMap { Unicode.Scalar($0).map { "x\(Character($0))y" } }
        + [
            "one\ntwo\r\nthree", "over\rwritten", "back\u{08}\u{08}\u{08}space", "tab\tbed", "100%n%s%x",
            "#(reboot)#{host}",
        ]

    private static let invisible: [String] =
        [
            0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029,
            0x202A,
            0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x3164, 0xFE00,
            0xFE0F,
            0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE000, 0xF0000, 0x10FFFD,
            0x378,
            0xA0, 0x2003, 0x3000, 0xFFFE, 0xFFFF, 0x1F1E6, 0x1F3FB, 0x20E3,
        ].compactMap { Unicode.Scalar($0).map { "in\(Character($0))visible" } }
        + ["admin\u{202E}nimda", "\u{2067}rtl\u{2069}", "שלום", "مرحبا", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇭", "👍🏽", "⚠️"]

    private static let floods: [String] = [
        "e" + String(repeating: "\u{301}", count: 1_000), String(repeating: "\u{336}", count: 100),
        " \u{301}\u{302}\u{303}\u{304}", String(repeating: "漢", count: 300), "a漢b字c", "ｆｕｌｌ", "Ａ", "한국어", "각",
        String(repeating: "W", count: 100_000), String(repeating: "‹1B›", count: 50), "", " ", "   ", "\u{FFFD}",
        "¿½¾αβγ",
        String(repeating: "🦙", count: 200), "नमस्ते", "ไทย", "\u{0E33}", "\u{FDFD}", "\u{12031}",
    ]
}
