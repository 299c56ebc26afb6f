import InfermonCost
import InfermonModel
import Testing

@Suite struct EnergyHoursTests {
    private let hour = Timestamp(seconds: 1_795_600_800)

    private func look(_ at: Timestamp, energy: Int64, busy: Double = 0.5, uuid: String = "GPU-1") -> GPUObservation {
        let sample = GPUSample(utilization: .value(busy), energyMillijoules: .value(energy))
        return GPUObservation(
            at: at, gpus: [GPUStatus(uuid: uuid, index: 0, name: "A100", reading: .current(sample, at: at))])
    }

    @Test func `energy across an hour is cut at the hour`() throws {
        var hours = EnergyHours()
        hours.add(look(hour + .minutes(58), energy: 1_000))
        hours.add(look(hour + .minutes(62), energy: 3_000))
        let parts = hours.takeFresh()
        #expect(parts.map(\.hour) == [hour, hour + .hours(1)])
        #expect(parts.map(\.millijoules) == [1_000, 1_000])
        #expect(parts.map(\.watched) == [.minutes(2), .minutes(2)])
        #expect(parts.map(\.busy) == [.minutes(1), .minutes(1)])
        #expect(parts.map(\.isEstimated) == [false, false])
        #expect(hours.takeFresh().isEmpty)
        #expect(hours.byHour[hour]?.count == 1)
    }

    @Test func `a long gap's energy is counted, but nobody watched it`() {
        var hours = EnergyHours()
        hours.add(look(hour + .minutes(30), energy: 1_000))
        hours.add(look(hour + .minutes(90), energy: 5_000))
        let parts = hours.takeFresh()
        #expect(parts.map(\.millijoules) == [2_000, 2_000])
        #expect(parts.map(\.watched) == [.zero, .zero] && parts.map(\.busy) == [.zero, .zero])
        #expect(parts.map(\.isEstimated) == [true, true])
    }

    @Test func `a board that was lost begins anew`() {
        var hours = EnergyHours()
        hours.add(look(hour, energy: 1_000))
        var lost = look(hour + .minutes(1), energy: 0)
        lost.gpus[0].reading = .unavailable(reason: "lost")
        hours.add(lost)
        hours.add(look(hour + .minutes(2), energy: 9_000))
        #expect(hours.takeFresh().isEmpty)
        hours.add(look(hour + .minutes(3), energy: 9_500))
        #expect(hours.takeFresh().map(\.millijoules) == [500])
    }

    @Test func `what was stored is added to, and forgotten with its month`() {
        var hours = EnergyHours()
        hours.restore([
            EnergyPart(
                hour: hour, uuid: "GPU-1", millijoules: 7, isEstimated: true, watched: .minutes(1), busy: .zero)
        ])
        hours.add(look(hour, energy: 1))
        hours.add(look(hour + .minutes(1), energy: 4))
        #expect(hours.byHour[hour]?.map(\.millijoules) == [10])
        #expect(hours.byHour[hour]?.map(\.isEstimated) == [true])
        #expect(hours.takeFresh().map(\.millijoules) == [3])
        hours.giveBack([
            EnergyPart(
                hour: hour, uuid: "GPU-1", millijoules: 3, isEstimated: false, watched: .minutes(1), busy: .zero)
        ])
        #expect(hours.takeFresh().map(\.millijoules) == [3])
        #expect(hours.byHour[hour]?.map(\.millijoules) == [10], "given back, not counted again")
        hours.expire(before: hour + .hours(1))
        #expect(hours.byHour.isEmpty)
    }
}
