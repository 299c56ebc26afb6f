import InfermonModel

/// The GPUs: use, memory, power, temperature; which are lost or held back, and why.
enum GPUPanel: Panel {
    static let id = PanelID.gpu
    static let frame = StyleRole.boxGPU

    static func badge(_ context: PanelContext, _ inside: Size) -> [Span] {
        guard case .stale(_, let since, _) = context.snapshot.gpu else { return [] }
        return [Span("stale \(NumberFormat.age(context.now - since))", .stale)]
    }

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        switch context.snapshot.gpu {
        case .waiting:
            context.note("waiting for the first look at the GPUs", in: &canvas)
        case .unavailable(let reason):
            context.note("no GPU: \(reason)", in: &canvas)
        case .current(let observation, _), .stale(let observation, _, _):
            guard !observation.gpus.isEmpty else {
                return context.note("no GPU: \(observation.problem ?? "the driver lists none")", in: &canvas)
            }
            draw(observation, context, in: &canvas)
        }
    }

    private static func draw(_ observation: GPUObservation, _ context: PanelContext, in canvas: inout Canvas) {
        let gpus = observation.gpus
        if canvas.height < 4 { return drawShort(gpus, context, in: &canvas) }
        let problems = problems(gpus, context)
        let room = canvas.height - 1 - gpus.count
        let graph = room - problems.count - 1 >= 1 ? 1 : 0
        let below = min(max(0, room), problems.count + 1 + graph)
        let tableHeight = canvas.height - below
        canvas.inside(Rect(x: 0, y: 0, width: canvas.width, height: tableHeight)) { part in
            table(gpus, context, width: part.width).draw(in: &part)
        }
        var y = min(tableHeight, gpus.count + 1)
        for problem in problems.prefix(max(0, canvas.height - y - 1)) {
            canvas.writeCut(problem, x: 1, y: y, limit: canvas.width - 2)
            y += 1
        }
        guard y < canvas.height, below > 0 else { return }
        canvas.write(summary(gpus), x: 1, y: y, limit: canvas.width - 2)
        y += 1
        let rest = canvas.height - y
        guard rest > 0 else { return }
        let values = context.visible(context.snapshot.gpuUtilization).values
        canvas.write("util", x: 1, y: y, paint: Paint(.dim))
        canvas.inside(Rect(x: 6, y: y, width: canvas.width - 7, height: rest)) { part in
            AreaGraph(values: values, top: 1, tint: .height(.requests)).draw(in: &part)
        }
    }

    private static func drawShort(_ gpus: [GPUStatus], _ context: PanelContext, in canvas: inout Canvas) {
        let end = canvas.write(summary(gpus, isShort: true), x: 1, y: 0, limit: canvas.width - 2)
        let values = context.visible(context.snapshot.gpuUtilization).values
        Sparkline(values: values, top: 1, tint: .height(.requests))
            .draw(x: end + 2, y: 0, width: canvas.width - end - 3, in: &canvas)
        for (index, problem) in problems(gpus, context).prefix(max(0, canvas.height - 1)).enumerated() {
            canvas.writeCut(problem, x: 1, y: 1 + index, limit: canvas.width - 2)
        }
    }

    private static func table(_ gpus: [GPUStatus], _ context: PanelContext, width: Int) -> DataTable {
        let gauge = max(0, min(24, width - 49))
        return DataTable(
            columns: [
                .init(title: "GPU", width: 3, alignment: .left),
                .init(title: "MODEL", width: 9, alignment: .left, priority: 3),
                .init(title: "UTIL", width: gauge >= 4 ? gauge : 0, alignment: .left, priority: gauge >= 4 ? 2 : 9),
                .init(title: gauge >= 4 ? "" : "UTIL", width: 4),
                .init(title: "MEM", width: 10, priority: 1),
                .init(title: "W", width: 4, priority: 4),
                .init(title: canvasDegrees(context.glyphs), width: 3, priority: 5),
                .init(title: "STATE", width: 6, alignment: .left),
            ],
            rows: gpus.map { cells($0, gauge: gauge, context) },
            selected: context.state.selection[.gpus].map { min($0, gpus.count - 1) })
    }

    private static func canvasDegrees(_ glyphs: GlyphSet) -> String { glyphs.degrees }

    private static func cells(_ gpu: GPUStatus, gauge: Int, _ context: PanelContext) -> [[Span]] {
        let sample = gpu.reading.value
        let word = word(gpu, context)
        return [
            [Span("\(gpu.index)", .value)],
            [Span(shortName(gpu.name), .text)],
            gaugeSpans(sample?.utilization.value, width: gauge, context.glyphs),
            number(sample?.utilization) { NumberFormat.percent($0) },
            memory(sample),
            number(sample?.powerWatts) { NumberFormat.fixed($0, 0) },
            temperature(sample),
            [word],
        ]
    }

    private static func gaugeSpans(_ share: Double?, width: Int, _ glyphs: GlyphSet) -> [Span] {
        guard let share, width > 0 else { return [Span("", .dim)] }
        let filled = Int.cells(filled: share, of: width)
        return (0..<width).map { column in
            column < filled
                ? Span("\(glyphs.meterFilled)", Paint(.requests, at: (Double(column) + 0.5) / Double(width)))
                : Span("\(glyphs.meterEmpty)", .meterEmpty)
        }
    }

    /// A field of a board: its answer, `n/a` where the board cannot say, `--` where it did not.
    private static func number<Value>(_ field: GPUField<Value>?, _ text: (Value) -> String) -> [Span] {
        switch field {
        case .value(let value)?: [Span(text(value), .value)]
        case .unsupported?: [Span("n/a", .dim)]
        case .failed?, nil: [Span(NumberFormat.unknown, .dim)]
        }
    }

    private static func memory(_ sample: GPUSample?) -> [Span] {
        guard let used = sample?.memoryUsedBytes.value, let total = sample?.memoryTotalBytes.value, total > 0 else {
            return number(sample?.memoryUsedBytes) { NumberFormat.bytes($0) }
        }
        let share = Double(used) / Double(total)
        let size = NumberFormat.fixed(Double(total) / 1_073_741_824, 0)
        return [
            Span(NumberFormat.fixed(Double(used) / 1_073_741_824, 1), Paint(.memory, at: share)),
            Span("/\(size)G", .dim),
        ]
    }

    private static func temperature(_ sample: GPUSample?) -> [Span] {
        guard let degrees = sample?.temperatureCelsius.value else {
            return number(sample?.temperatureCelsius) { "\($0)" }
        }
        // Boards slow down somewhere between 80 and 95 °C; the board's own limit counts where it says.
        let limit = Double(sample?.slowdownCelsius.value ?? 90)
        return [Span("\(degrees)", Paint(.temperature, at: (Double(degrees) - 30) / max(1, limit - 30)))]
    }

    /// The one word for a board's state.
    static func word(_ gpu: GPUStatus, _ context: PanelContext) -> Span {
        switch gpu.reading {
        case .waiting: return Span("wait", .dim)
        case .unavailable: return Span("LOST", .criticalBadge)
        case .stale: return Span("stale", .stale)
        case .current(let sample, _):
            // A whole sweep that is old makes each board's figures old.
            if context.snapshot.gpu.state == .stale { return Span("stale", .stale) }
            let held = sample.throttle.value ?? []
            if !held.isDisjoint(with: [.softwareThermal, .hardwareThermal]) { return Span("therm", .warning) }
            if !held.isDisjoint(with: [.hardwareSlowdown, .powerBrake]) { return Span("slow", .warning) }
            if held.contains(.powerCap) { return Span("cap", .notice) }
            if let share = sample.utilization.value, share < 0.01 { return Span("idle", .dim) }
            return Span("ok", .ok)
        }
    }

    /// `NVIDIA A100-SXM4-80GB` is `A100-80GB`: maker and socket say nothing that a row has room for.
    static func shortName(_ name: String) -> String {
        var words = name.split(separator: " ").map(String.init)
        if words.count > 1, ["NVIDIA", "Tesla", "GeForce", "AMD"].contains(words[0]) { words.removeFirst() }
        let parts = words.joined(separator: " ").split(separator: "-").filter {
            !["SXM2", "SXM3", "SXM4", "SXM5", "PCIE", "PCIe"].contains($0)
        }
        return parts.joined(separator: "-")
    }

    private static func problems(_ gpus: [GPUStatus], _ context: PanelContext) -> [[Span]] {
        let isLost = { (gpu: GPUStatus) in gpu.reading.state == .unavailable }
        return (gpus.filter(isLost) + gpus.filter { !isLost($0) }).compactMap { gpu in
            let xid = gpu.xid.map { " Xid \($0)" } ?? ""
            switch gpu.reading {
            case .unavailable(let reason):
                return [Span("gpu \(gpu.index) ", .value), Span("LOST", .critical), Span("\(xid)  \(reason)", .text)]
            case .stale(_, let since, let reason):
                let age = NumberFormat.age(context.now - since)
                return [Span("gpu \(gpu.index) ", .value), Span("stale \(age)  \(reason)", .stale)]
            case .current(let sample, _):
                let held = sample.throttle.value?.subtracting([.idle, .applicationClocks, .syncBoost, .display]) ?? []
                guard !held.isEmpty || gpu.xid != nil else { return nil }
                let why =
                    held.isEmpty ? "driver error" : "clocks held: " + held.names.map(spoken).joined(separator: ", ")
                return [Span("gpu \(gpu.index) ", .value), Span(why + xid, held == .powerCap ? .dim : .warning)]
            case .waiting:
                return nil
            }
        }
    }

    private static func spoken(_ name: String) -> String {
        switch name {
        case "power_cap": "power cap"
        case "hw_slowdown": "hardware slowdown"
        case "sw_thermal": "software thermal slowdown"
        case "hw_thermal": "hardware thermal slowdown"
        case "power_brake": "power brake"
        default: name
        }
    }

    /// The boards together: `4/5 up  util 68%  mem 237/280G  1.18kW`.
    static func summary(_ gpus: [GPUStatus], isShort: Bool = false) -> [Span] {
        let samples = gpus.compactMap(\.reading.value)
        let isAllUp = samples.count == gpus.count
        var spans = [Span("\(samples.count)/\(gpus.count)", isAllUp ? .value : .warning), Span(" up", .dim)]
        let shares = samples.compactMap(\.utilization.value)
        if !shares.isEmpty {
            let mean = shares.reduce(0, +) / Double(shares.count)
            spans += [Span(isShort ? "  " : "  util ", .dim), Span(NumberFormat.percent(mean), .value)]
        }
        let used = samples.compactMap(\.memoryUsedBytes.value).reduce(Int64(0), &+)
        let total = samples.compactMap(\.memoryTotalBytes.value).reduce(Int64(0), &+)
        if total > 0, !isShort {
            spans += [
                Span("  mem ", .dim), Span(NumberFormat.fixed(Double(used) / 1_073_741_824, 0), .value),
                Span("/\(NumberFormat.fixed(Double(total) / 1_073_741_824, 0))G", .dim),
            ]
        }
        let watts = samples.compactMap(\.powerWatts.value)
        if !watts.isEmpty {
            let sum = watts.reduce(0, +)
            let text = sum >= 1_000 ? NumberFormat.fixed(sum / 1_000, 2) : NumberFormat.fixed(sum, 0)
            spans += [Span("  ", .dim), Span(text, .value), Span(sum >= 1_000 ? "kW" : "W", .dim)]
        }
        return spans
    }
}
