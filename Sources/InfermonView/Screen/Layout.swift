/// Where everything stands on a screen of a size: pure geometry.
struct Layout {
    /// How much a screen can hold.
    enum Form {
        /// Boxes in frames.
        case boxes
        /// Rows without frames: about 40×12.
        case rows
        /// A line per scenario: about 20×5.
        case lines
        /// One line.
        case line
    }

    /// A box and where it stands.
    struct Place: Hashable {
        /// The box.
        let panel: PanelID
        /// Its frame.
        let rect: Rect
    }

    /// How much the screen can hold.
    let form: Form
    /// The boxes, top to bottom and left to right.
    let places: [Place]

    /// The form of a screen of a size.
    static func form(of size: Size) -> Form {
        if size.width < 20 || size.height < 3 { return .line }
        if size.width < 36 || size.height < 8 { return .lines }
        return size.width < 72 || size.height < 16 ? .rows : .boxes
    }

    /// Lays the boxes out below the first row and above the last.
    init(size: Size, hidden: Set<PanelID>, zoomed: PanelID?, scenarios: Int, alerts: Int) {
        form = Self.form(of: size)
        guard form == .boxes else {
            places = []
            return
        }
        let area = Rect(x: 0, y: 1, width: size.width, height: size.height - 2)
        if let zoomed {
            places = [Place(panel: zoomed, rect: area)]
            return
        }
        let rows = Self.rows(width: size.width, height: size.height, scenarios: scenarios, alerts: alerts)
            .compactMap { $0.without(hidden) }
        places = Self.place(rows, in: area)
    }

    /// Boxes beside each other.
    private struct Row {
        /// The boxes with their parts of the width.
        var panels: [(PanelID, Int)]
        /// The least height that says something.
        var least: Int
        /// The height that shows everything.
        var wanted: Int
        /// The part of what is left over that goes to this row.
        var growth: Int
        /// Which row is dropped first when there is no room; 0 for never.
        var drop: Int

        func without(_ hidden: Set<PanelID>) -> Row? {
            var row = self
            row.panels.removeAll { hidden.contains($0.0) }
            return row.panels.isEmpty ? nil : row
        }

        /// How near a height is to what is wanted, 0…1.
        func fill(_ height: Int) -> Double {
            wanted > least ? Double(height - least) / Double(wanted - least) : 1
        }
    }

    private static func rows(width: Int, height: Int, scenarios: Int, alerts: Int) -> [Row] {
        let count = max(1, scenarios)
        let table = Row(
            panels: [(.scenarios, 1)], least: min(count, 3) + 3,
            wanted: min(count, max(4, height / 4)) + (height >= 28 ? 4 : 3), growth: 0, drop: 0)
        let news = min(max(2, alerts), 6)
        if width > 160, height >= 24 {
            return [
                table,
                Row(
                    panels: [(.latency, 1), (.throughput, 1), (.cost, 1)], least: 7, wanted: 13, growth: 3, drop: 0),
                Row(panels: [(.gpu, 1), (.alerts, 2)], least: 5, wanted: 11, growth: 2, drop: 1),
            ]
        }
        if height >= 32 {
            return [
                table,
                Row(panels: [(.latency, 1), (.throughput, 1)], least: 6, wanted: 12, growth: 3, drop: 2),
                Row(panels: [(.cost, 1), (.gpu, 1)], least: 6, wanted: 12, growth: 1, drop: 0),
                Row(panels: [(.alerts, 1)], least: 4, wanted: news + 3, growth: 1, drop: 0),
            ]
        }
        return [
            table,
            Row(panels: [(.latency, 1), (.cost, 1)], least: 6, wanted: 9, growth: 3, drop: 0),
            Row(panels: [(.throughput, 1), (.gpu, 1)], least: 4, wanted: 6, growth: 1, drop: 1),
            Row(panels: [(.alerts, 1)], least: min(news, 3) + 2, wanted: news + 2, growth: 1, drop: 0),
        ]
    }

    private static func place(_ rows: [Row], in area: Rect) -> [Place] {
        var rows = rows
        while rows.reduce(0, { $0 + $1.least }) > area.height, rows.count > 1 {
            guard let last = rows.indices.filter({ rows[$0].drop > 0 }).max(by: { rows[$0].drop < rows[$1].drop })
            else {
                rows.removeLast()
                continue
            }
            rows.remove(at: last)
        }
        let heights = heights(rows, area.height)
        var places: [Place] = []
        var y = area.y
        for (row, height) in zip(rows, heights) {
            let parts = row.panels.reduce(0) { $0 + $1.1 }
            var used = 0
            for (panel, part) in row.panels {
                let start = area.width * used / parts
                used += part
                let end = area.width * used / parts
                places.append(
                    Place(panel: panel, rect: Rect(x: area.x + start, y: y, width: end - start, height: height)))
            }
            y += height
        }
        return places
    }

    /// Least heights first, then evenly up to what is wanted, and the rest to the rows that grow.
    private static func heights(_ rows: [Row], _ available: Int) -> [Int] {
        var heights = rows.map(\.least)
        var left = available - heights.reduce(0, +)
        while left > 0,
            let index = rows.indices.filter({ heights[$0] < rows[$0].wanted })
                .min(by: { rows[$0].fill(heights[$0]) < rows[$1].fill(heights[$1]) })
        {
            heights[index] += 1
            left -= 1
        }
        let growth = rows.reduce(0) { $0 + $1.growth }
        if left > 0, growth > 0 {
            let spare = left
            for index in rows.indices {
                let share = spare * rows[index].growth / growth
                heights[index] += share
                left -= share
            }
        }
        if left != 0, let index = rows.indices.max(by: { rows[$0].growth < rows[$1].growth }) { heights[index] += left }
        return heights
    }
}
