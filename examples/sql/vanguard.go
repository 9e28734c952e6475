package main

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
)

func (w *writer) writeVanguard(position int, v caremodel.Vanguard) {
	w.row("vanguard (id, position, slug, name, category, wave, announced, area, region, host, partner_list, gp_practices, stage, merged_into)",
		v.ID, position, v.Slug, v.Name, v.Category, orNull(v.Wave), orNull(v.Announced), orNull(v.Area), orNull(v.Region),
		orNull(v.Host), orNull(v.PartnerList), orNull(v.GPPractices), orNull(v.Stage), orNull(v.MergedInto))
	list(w, "vanguard_alias (vanguard, position, alias)", v.Aliases, v.ID)
	w.cite("vanguard_source (vanguard, position, source)", v.Sources, v.ID)
	for i, p := range v.Partners {
		w.row("partner (vanguard, position, organisation, kind, code)", v.ID, i, p.Organisation, orNull(p.Kind), orNull(p.Code))
		w.cite("partner_source (vanguard, partner, position, source)", p.Sources, v.ID, i)
	}
	for i, in := range v.Initiatives {
		w.row("initiative (vanguard, position, title, kind)", v.ID, i, in.Title, orNull(in.Kind))
		list(w, "initiative_role (vanguard, initiative, position, staff_role)", in.StaffRoles, v.ID, i)
		list(w, "initiative_condition (vanguard, initiative, position, condition)", in.Conditions, v.ID, i)
		w.cite("initiative_source (vanguard, initiative, position, source)", in.Sources, v.ID, i)
	}
}

func (r *reader) readVanguards() []caremodel.Vanguard {
	aliases := lists(r, "SELECT vanguard, alias FROM vanguard_alias ORDER BY position", of[caremodel.VanguardID, string])
	sources := lists(r, "SELECT vanguard, source FROM vanguard_source ORDER BY position", cited[caremodel.VanguardID](r))
	partners, initiatives := r.readPartners(), r.readInitiatives()
	all := readAll(r, `SELECT id, slug, name, category, wave, announced, area, region, host, partner_list, gp_practices, stage, merged_into
		FROM vanguard ORDER BY position`, func(v *caremodel.Vanguard) []any {
		return []any{
			&v.ID, &v.Slug, &v.Name, &v.Category, maybe(&v.Wave), maybe(&v.Announced), maybe(&v.Area), maybe(&v.Region),
			maybe(&v.Host), maybe(&v.PartnerList), maybe(&v.GPPractices), maybe(&v.Stage), maybe(&v.MergedInto),
		}
	})
	for i := range all {
		v := &all[i]
		v.Aliases, v.Sources, v.Partners, v.Initiatives = aliases[v.ID], sources[v.ID], partners[v.ID], initiatives[v.ID]
	}
	return all
}

func (r *reader) readPartners() map[caremodel.VanguardID][]caremodel.Partner {
	sources := lists(r, "SELECT vanguard, partner, source FROM partner_source ORDER BY position", citedWithin[caremodel.VanguardID](r))
	all := lists(r, "SELECT vanguard, organisation, kind, code FROM partner ORDER BY position",
		func(of *caremodel.VanguardID, p *caremodel.Partner) []any {
			return []any{of, &p.Organisation, maybe(&p.Kind), maybe(&p.Code)}
		})
	for id, partners := range all {
		for i := range partners {
			partners[i].Sources = sources[place[caremodel.VanguardID]{id, i}]
		}
	}
	return all
}

func (r *reader) readInitiatives() map[caremodel.VanguardID][]caremodel.Initiative {
	roles := lists(r, "SELECT vanguard, initiative, staff_role FROM initiative_role ORDER BY position", within[caremodel.VanguardID, string])
	conditions := lists(r, "SELECT vanguard, initiative, condition FROM initiative_condition ORDER BY position", within[caremodel.VanguardID, string])
	sources := lists(r, "SELECT vanguard, initiative, source FROM initiative_source ORDER BY position", citedWithin[caremodel.VanguardID](r))
	all := lists(r, "SELECT vanguard, title, kind FROM initiative ORDER BY position",
		func(of *caremodel.VanguardID, in *caremodel.Initiative) []any {
			return []any{of, &in.Title, maybe(&in.Kind)}
		})
	for id, initiatives := range all {
		for i := range initiatives {
			at := place[caremodel.VanguardID]{id, i}
			initiatives[i].StaffRoles, initiatives[i].Conditions, initiatives[i].Sources = roles[at], conditions[at], sources[at]
		}
	}
	return all
}
