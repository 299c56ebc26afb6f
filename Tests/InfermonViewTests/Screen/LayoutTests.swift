import InfermonModel
import InfermonView
import Testing

@testable import InfermonView

@Suite struct LayoutTests {
    @Test(arguments: [0, 1, 3, 9, 40]) func `boxes never overlap, leave the screen or are empty`(scenarios: Int) {
        for width in stride(from: 1, through: 300, by: 13) {
            for height in 1...100 {
                for hidden in [[], [PanelID.scenarios], [.latency, .cost], [.alerts, .gpu, .throughput]]
                    as [Set<PanelID>]
                {
                    let size = Size(width: width, height: height)
                    let layout = Layout(
                        size: size, hidden: hidden, zoomed: nil, scenarios: scenarios, alerts: scenarios)
                    var covered = 0
                    for (index, place) in layout.places.enumerated() {
                        #expect(!place.rect.isEmpty)
                        #expect(Rect(size).intersection(place.rect) == place.rect)
                        #expect(!hidden.contains(place.panel))
                        covered += place.rect.size.area
                        for other in layout.places[..<index] { #expect(other.rect.intersection(place.rect).isEmpty) }
                    }
                    if layout.form == .boxes, !layout.places.isEmpty { #expect(covered == width * (height - 2)) }
                }
            }
        }
    }

    @Test(arguments: [(120, 40), (80, 24), (100, 30), (72, 24), (200, 60), (161, 24)])
    func `every box has its place where there is room`(width: Int, height: Int) {
        let layout = Layout(
            size: Size(width: width, height: height), hidden: [], zoomed: nil, scenarios: 3, alerts: 4)
        #expect(Set(layout.places.map(\.panel)) == Set(PanelID.allCases))
    }

    @Test func `graphs grow first on a taller screen`() {
        func height(_ panel: PanelID, _ rows: Int) -> Int {
            Layout(size: Size(width: 120, height: rows), hidden: [], zoomed: nil, scenarios: 3, alerts: 3).places
                .first { $0.panel == panel }?.rect.height ?? 0
        }
        #expect(height(.scenarios, 90) == height(.scenarios, 40))
        #expect(height(.latency, 90) - height(.latency, 40) > height(.alerts, 90) - height(.alerts, 40))
    }
}
