import Glibc

/// CPU and wall time of a stretch of work.
struct Cost {
    /// User and system seconds.
    var cpu = 0.0
    /// Elapsed seconds.
    var wall = 0.0

    /// The time this process has used.
    static var now: Cost { Cost(of: RUSAGE_SELF.rawValue) }

    /// The time that ended child processes have used.
    static var children: Cost { Cost(of: RUSAGE_CHILDREN.rawValue) }

    /// The most memory this process has held, in bytes.
    static var largestResidentSet: Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return Int(usage.ru_maxrss) << 10
    }

    init() {}

    private init(of who: __rusage_who_t) {
        var usage = rusage()
        getrusage(who, &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        var clock = timespec()
        clock_gettime(CLOCK_MONOTONIC, &clock)
        wall = Double(clock.tv_sec) + Double(clock.tv_nsec) / 1e9
    }

    static func - (later: Cost, earlier: Cost) -> Cost {
        var difference = Cost()
        difference.cpu = later.cpu - earlier.cpu
        difference.wall = later.wall - earlier.wall
        return difference
    }
}

/// One line of the comparison.
struct Row {
    var name: String
    var cost: Cost
    var bytes: Int
    var relativeTo: Cost

    static func header() {
        Swift.print(line("", "CPU s", "wall s", "MB/CPU s", "x infermon"))
    }

    func print() {
        let rate = cost.cpu > 0 ? Double(bytes) / 1e6 / cost.cpu : 0
        let ratio = relativeTo.cpu > 0 ? cost.cpu / relativeTo.cpu : 0
        Swift.print(
            Self.line(
                name, rounded(cost.cpu, places: 3), rounded(cost.wall, places: 3), rounded(rate, places: 0),
                rounded(ratio, places: 2)))
    }

    private static func line(_ name: String, _ cells: String...) -> String {
        func pad(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        return "  " + name + String(repeating: " ", count: max(1, 32 - name.count))
            + cells.map { pad($0, 11) }.joined()
    }
}
