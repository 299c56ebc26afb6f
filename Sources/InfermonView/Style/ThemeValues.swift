/// The colours of a theme file with every gap filled.
struct ThemeValues {
    private let file: ThemeFile

    init(_ file: ThemeFile) {
        self.file = file
    }

    /// The colour of a key; what the file does not say follows btop's rules, then its own nearest key, then the dark theme.
    subscript(key: String) -> Color {
        if let stated = file.colors[key] { return stated ?? .standard }
        if let other = Self.fallbacks[key] { return self[other] }
        return Self.builtIn[key] ?? .standard
    }

    private static let fallbacks = [
        "meter_bg": "inactive_fg", "graph_text": "inactive_fg", "ok": "cpu_start", "warn": "cpu_mid",
        "crit": "temp_end", "stale": "proc_misc", "notice": "hi_fg", "crit_fg": "main_bg", "gpu_box": "cpu_box",
        "alert_box": "mem_box", "threshold": "graph_text", "today": "title", "estimate": "hi_fg",
        "process_start": "cpu_start", "process_mid": "cpu_mid", "process_end": "cpu_end",
        "proc_banner_bg": "hi_fg", "proc_banner_fg": "main_bg",
    ]

    private static let builtIn: [String: Color] = ThemeFile(BuiltInThemes.dark).colors.compactMapValues { $0 }

    func style(_ role: StyleRole) -> Style {
        let ground = self["main_bg"]
        func plain(_ key: String, _ attributes: Style.Attributes = []) -> Style {
            Style(foreground: self[key], background: ground, attributes: attributes)
        }
        return switch role {
        case .text: plain("main_fg")
        case .dim: plain("inactive_fg")
        case .value: plain("main_fg", .bold)
        case .title: plain("title", .bold)
        case .hotkey: plain("hi_fg", .bold)
        case .graphText: plain("graph_text")
        case .meterEmpty: plain("meter_bg")
        case .boxScenarios: plain("proc_box")
        case .boxLatency: plain("cpu_box")
        case .boxThroughput: plain("net_box")
        case .boxCost: plain("mem_box")
        case .boxGPU: plain("gpu_box")
        case .boxAlerts: plain("alert_box")
        case .divider: plain("div_line")
        case .ok: plain("ok")
        case .warning: plain("warn", .bold)
        case .critical: plain("crit", .bold)
        case .stale: plain("stale")
        case .notice: plain("notice")
        case .criticalBadge: badge(self["crit_fg"], on: self["crit"])
        case .banner: badge(self["proc_banner_fg"], on: self["proc_banner_bg"])
        case .threshold: plain("threshold")
        case .today: plain("today", .bold)
        case .estimate: plain("estimate", .bold)
        case .load, .budget, .temperature, .input, .output, .requests, .memory: plain("main_fg")
        }
    }

    private func badge(_ foreground: Color, on background: Color) -> Style {
        guard foreground != .standard else { return Style(foreground: background, attributes: [.bold, .reverse]) }
        return Style(foreground: foreground, background: background, attributes: .bold)
    }

    /// The 101 steps of a gradient's two halves.
    func gradient(_ role: StyleRole) -> [Color] {
        let name = Self.gradientName(role)
        let start = self["\(name)_start"]
        // An empty middle leaves one slope from start to end; an empty end leaves the gradient flat.
        let end = stated("\(name)_end") ?? start
        let middle = stated("\(name)_mid")
        return (0...100).map { level in
            guard let middle else { return Self.mix(start, end, Double(level) / 100) }
            return level <= 50
                ? Self.mix(start, middle, Double(level) / 50) : Self.mix(middle, end, Double(level - 50) / 50)
        }
    }

    private func stated(_ key: String) -> Color? {
        let color = self[key]
        return color == .standard ? nil : color
    }

    private static func gradientName(_ role: StyleRole) -> String {
        switch role {
        case .budget: "used"
        case .temperature: "temp"
        case .input: "download"
        case .output: "upload"
        case .requests: "process"
        case .memory: "cached"
        case .load, .text, .dim, .value, .title, .hotkey, .graphText, .meterEmpty, .boxScenarios, .boxLatency,
            .boxThroughput, .boxCost, .boxGPU, .boxAlerts, .divider, .ok, .warning, .critical, .stale, .notice,
            .criticalBadge, .banner, .threshold, .today, .estimate:
            "cpu"
        }
    }

    private static func mix(_ from: Color, _ to: Color, _ share: Double) -> Color {
        guard case .rgb(let r, let g, let b) = from, case .rgb(let red, let green, let blue) = to else {
            return share < 0.5 ? from : to
        }
        func blend(_ start: UInt8, _ end: UInt8) -> UInt8 {
            UInt8(min(255, max(0, (Double(start) + (Double(end) - Double(start)) * share).rounded())))
        }
        return .rgb(blend(r, red), blend(g, green), blend(b, blue))
    }
}
