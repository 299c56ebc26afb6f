import InfermonModel
import InfermonView
import Testing

@testable import InfermonTerminal

@Suite struct UILoopTests {
    private static let clock: () -> Timestamp = { Timestamp(seconds: 1_764_000_000) }

    private func run(
        _ terminal: MemoryTerminal, mailbox: DashboardMailbox? = nil, options: UIOptions = UIOptions()
    ) throws -> ExitReason {
        UILoop.run(
            terminal: terminal, mailbox: try mailbox ?? DashboardMailbox(), options: options, now: Self.clock
        ) { terminal.effects.append($0) }
    }

    @Test func `the first frame comes before anything is known`() throws {
        let terminal = try MemoryTerminal([])
        #expect(try run(terminal) == .hangUp)
        #expect(terminal.frames.first?.text.contains("waiting for the first reading") == true)
    }

    @Test func `q at the top leaves at once`() throws {
        let terminal = try MemoryTerminal([{ _ in [.key(.character("q")), .key(.character("?"))] }])
        #expect(try run(terminal) == .quit)
    }

    @Test func `a dashboard of the mailbox is drawn`() throws {
        let mailbox = try DashboardMailbox()
        let terminal = try MemoryTerminal([
            { _ in
                mailbox.post(.sample(host: "older"))
                mailbox.post(.sample(host: "newest"))
                return []
            },
            MemoryTerminal.until { $0.frames.contains { $0.text.contains("newest") } },
        ])
        #expect(try run(terminal, mailbox: mailbox) == .hangUp)
        #expect(!terminal.frames.contains { $0.text.contains("older") })
    }

    @Test func `a stopped mailbox ends the loop`() throws {
        let mailbox = try DashboardMailbox()
        let terminal = try MemoryTerminal([
            { _ in
                mailbox.stop()
                return []
            }
        ])
        #expect(try run(terminal, mailbox: mailbox) == .stopped)
    }

    @Test func `a flood of dashboards is drawn at the loop's own pace`() throws {
        let mailbox = try DashboardMailbox()
        let start = ContinuousClock.now
        let flood: MemoryTerminal.Step = { _ in
            mailbox.post(.sample(host: "flood"))
            return []
        }
        let terminal = try MemoryTerminal(Array(repeating: flood, count: 5000))
        _ = try run(terminal, mailbox: mailbox)
        let elapsed = ContinuousClock.now - start
        let most = Int(elapsed / .milliseconds(33)) + 2
        #expect(terminal.frames.count <= most, "\(terminal.frames.count) frames in \(elapsed)")
    }

    @Test func `a new size is drawn whole at that size`() throws {
        let mailbox = try DashboardMailbox()
        mailbox.post(.sample(host: "box"))
        let terminal = try MemoryTerminal([
            { terminal in
                terminal.size = Size(width: 120, height: 40)
                return [.resize(terminal.size)]
            },
            MemoryTerminal.until {
                ($0.frames.last?.text.split(separator: "\n", omittingEmptySubsequences: false).count ?? 0) > 40
            },
        ])
        _ = try run(terminal, mailbox: mailbox)
        #expect(terminal.invalidations >= 1)
    }

    @Test func `a terminal that takes nothing gets the frame later, and keys are answered meanwhile`() throws {
        let terminal = try MemoryTerminal([
            {
                $0.isStalled = true; return [.key(.character("?"))]
            },
            {
                $0.isStalled = false; return []
            },
            MemoryTerminal.until { $0.frames.count >= 2 },
            { _ in [.key(.control("c"))] },
        ])
        #expect(try run(terminal) == .quit)
    }

    @Test func `t goes through the themes and comes back to the first`() throws {
        let themes = [Theme.dark, Theme.light]
        var script: [MemoryTerminal.Step] = []
        for count in 2...3 {
            script.append { _ in [.key(.character("t"))] }
            script.append(MemoryTerminal.until { $0.frames.count >= count })
        }
        let terminal = try MemoryTerminal(script)
        _ = try run(terminal, options: UIOptions(themes: themes))
        #expect(terminal.frames.map(\.theme).prefix(3) == ["dark", "light", "dark"])
        #expect(terminal.effects == [.setTheme(1), .setTheme(2)])
    }

    @Test func `without colours the theme is attributes alone`() throws {
        let terminal = try MemoryTerminal(depth: .none, [])
        _ = try run(terminal)
        #expect(terminal.frames.first?.theme == Theme.monochrome.name)
    }

    @Test func `the interval is the pipeline's to follow`() throws {
        let terminal = try MemoryTerminal([{ _ in [.key(.character("+"))] }])
        _ = try run(terminal, options: UIOptions(interval: .seconds(1)))
        #expect(terminal.effects == [.setInterval(.seconds(2))])
    }

    @Test func `pasted text is typed where text is typed and nowhere else`() throws {
        let terminal = try MemoryTerminal([
            { _ in [.paste("qqq")] },
            { _ in [.key(.character("/")), .paste("chat"), .key(.enter)] },
            { _ in [.key(.control("c"))] },
        ])
        // Run as keys, the first paste would have left the loop before the last step did.
        #expect(try run(terminal) == .quit)
    }

    @Test(arguments: [ExitReason.signal(15), .hangUp, .signal(2)])
    func `a reason to leave is passed on`(reason: ExitReason) throws {
        let terminal = try MemoryTerminal([{ _ in [.leave(reason)] }])
        #expect(try run(terminal) == reason)
    }
}

extension Dashboard {
    /// A dashboard with nothing but a name in it.
    static func sample(host: String) -> Dashboard {
        let at = Timestamp(seconds: 1_764_000_000)
        let empty = Series(start: at, step: .minutes(1), values: [])
        let total = ScenarioSnapshot(
            scenario: Scenario(id: ScenarioID("all"), title: "All"), state: .noData, windows: [:], objectives: [],
            budget: BudgetStatus(
                month: BillingMonth(containing: at, in: .utc), limit: nil, spent: .zero, basis: .best, elapsedRatio: 0.5
            ),
            history: ScenarioHistory(
                latencySeconds: empty, requestsPerHour: empty, inputTokensPerSecond: empty,
                outputTokensPerSecond: empty,
                dollarsPerHour: empty))
        return Dashboard(
            snapshot: Snapshot(
                at: at, host: host, zone: .utc, scenarios: [], total: total, gpu: .waiting, gpuUtilization: empty,
                providers: [], sources: []))
    }
}
