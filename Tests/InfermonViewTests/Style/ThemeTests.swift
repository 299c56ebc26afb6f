import Foundation
import InfermonView
import Testing

@Suite struct ThemeTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "themes")

    @Test(arguments: [("dark", Theme.dark), ("light", .light), ("high-contrast", .highContrast)])
    func `a theme in the binary equals its file and is without gaps`(name: String, theme: Theme) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name + ".theme"), encoding: .utf8)
        let parsed = try Theme.parse(text, name: name)
        #expect(parsed == theme)
        let file = ThemeFile(text)
        #expect(file.unknownKeys.isEmpty)
        #expect(Set(file.colors.keys) == ThemeFile.keys)
    }

    @Test func `every file in the folder is built in`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".theme")
        }
        #expect(Set(files) == Set(Theme.builtIn.filter { !$0.isMonochrome }.map { $0.name + ".theme" }))
    }

    @Test func `btop's values are read`() throws {
        let text = """
            # comment
            theme[main_fg]="#102030"
            theme[title] = '#7f'
              theme[hi_fg]="1 2 255"
            theme[main_bg]=""
            theme[cpu_start]="#000000"
            theme[cpu_mid]=""
            theme[cpu_end]="#640000"
            theme[temp_start]="#123456"
            theme[temp_mid]=""
            theme[temp_end]=""
            theme[gradient_color_1]="#ffffff"
            """
        let theme = try Theme.parse(text, name: "x")
        #expect(theme.style(for: Paint(.text)).foreground == .rgb(0x10, 0x20, 0x30))
        #expect(theme.style(for: Paint(.text)).background == .standard)
        #expect(theme.style(for: Paint(.title)).foreground == .rgb(0x7F, 0x7F, 0x7F))
        #expect(theme.style(for: Paint(.hotkey)).foreground == .rgb(1, 2, 255))
        #expect(theme.style(for: Paint(.load, at: 0.5)).foreground == .rgb(50, 0, 0))
        #expect(theme.style(for: Paint(.load, at: 1)).foreground == .rgb(100, 0, 0))
        #expect(theme.style(for: Paint(.temperature, at: 0.9)).foreground == .rgb(0x12, 0x34, 0x56))
        #expect(ThemeFile(text).unknownKeys == ["gradient_color_1"])
    }

    @Test func `what cannot be read is reported by line, all at once`() {
        let text =
            "theme[main_fg]=\"#12345\"\nmain_fg=#fff\n\ntheme[title]=\"red\"\ntheme[hi_fg]=\"1 2 256\"\ntheme[div_line]=\"#fff"
        #expect {
            try Theme.parse(text, name: "x")
        } throws: { error in
            (error as? ThemeFile.Rejection)?.problems.map(\.line) == [1, 2, 4, 5, 6]
        }
    }

    @Test func `what a file leaves out follows btop's rules`() throws {
        let theme = try Theme.parse(
            "theme[inactive_fg]=\"#111111\"\ntheme[cpu_start]=\"#222222\"\ntheme[temp_end]=\"#333333\"", name: "x")
        #expect(theme.style(for: Paint(.meterEmpty)).foreground == .rgb(0x11, 0x11, 0x11))
        #expect(theme.style(for: Paint(.ok)).foreground == .rgb(0x22, 0x22, 0x22))
        #expect(theme.style(for: Paint(.critical)).foreground == .rgb(0x33, 0x33, 0x33))
    }

    @Test func `without colours states differ by attribute`() {
        let theme = Theme.monochrome
        #expect(theme.style(for: Paint(.criticalBadge)).attributes == .reverse)
        #expect(theme.style(for: Paint(.warning)).attributes == .bold)
        #expect(theme.style(for: Paint(.stale)).attributes == .underline)
        #expect(theme.style(for: Paint(.ok)) == Style())
        for role in StyleRole.allCases { #expect(theme.style(for: Paint(role, at: 0.7)).foreground == .standard) }
        #expect(theme.style(for: Paint(.text).selected).attributes == .reverse)
    }

    /// WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text; here for every role and every step of every gradient.
    @Test func `the high-contrast theme keeps to its name`() throws {
        let theme = Theme.highContrast
        for role in StyleRole.allCases where role != .meterEmpty {
            for level in role.isGradient ? Array(0...100) : [0] {
                for paint in [Paint(role, at: Double(level) / 100), Paint(role, at: Double(level) / 100).selected] {
                    let style = theme.style(for: paint)
                    let ratio = try Self.contrast(style.foreground, style.background)
                    #expect(ratio >= 4.5, "\(role) \(level) selected=\(paint.isSelected): \(ratio)")
                }
            }
        }
    }

    /// 1.4.11 asks 3 to 1 of what is not text; the words are held to 4.5.
    @Test(arguments: [Theme.dark, .light]) func `words can be read on the other themes too`(theme: Theme) throws {
        for role in [
            StyleRole.text, .value, .title, .hotkey, .ok, .warning, .critical, .criticalBadge, .stale, .notice, .banner,
        ] {
            let style = theme.style(for: Paint(role))
            let ratio = try Self.contrast(style.foreground, style.background)
            #expect(ratio >= 4.5, "\(theme.name) \(role) \(ratio)")
        }
        for role in [StyleRole.dim, .graphText] {
            let style = theme.style(for: Paint(role))
            let ratio = try Self.contrast(style.foreground, style.background)
            #expect(ratio >= 3, "\(theme.name) \(role) \(ratio)")
        }
    }

    private static func contrast(_ left: Color, _ right: Color) throws -> Double {
        func luminance(_ color: Color) throws -> Double {
            guard case .rgb(let red, let green, let blue) = color else { throw CancellationError() }
            func linear(_ value: UInt8) -> Double {
                let share = Double(value) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }
        let (first, second) = (try luminance(left), try luminance(right))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }
}
