/** The columns of the License dialog's table, and of what shows it in short. */
export const SeatsHead = () => (
  <thead>
    <tr>
      <th scope="col">Type</th>
      <th scope="col" data-numeric>
        Seats
      </th>
      <th scope="col" data-numeric>
        Renewal Period (days)
      </th>
      <th scope="col" data-numeric>
        Used Seats
      </th>
      <th scope="col">Recommended</th>
    </tr>
  </thead>
);
